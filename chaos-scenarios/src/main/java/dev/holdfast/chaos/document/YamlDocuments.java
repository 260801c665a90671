package dev.holdfast.chaos.document;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * A YAML file as its documents, each the root {@link Field} of a tree that knows its positions. Empty documents between
 * two separators are left out; a file without any document is refused. A file may have {@value #MAX_BYTES} bytes,
 * {@value #MAX_ALIASES} aliases and {@value #MAX_DEPTH} levels.
 */
public final class YamlDocuments {

    static final int MAX_BYTES = 256 * 1024;
    static final int MAX_ALIASES = 20;
    static final int MAX_DEPTH = 30;

    private YamlDocuments() {}

    /** Reads a file; throws {@link DocumentException} when it cannot be read, is too large, or is no YAML in UTF-8. */
    public static List<Field> read(Path path) {
        String file = path.getFileName() == null
                ? path.toString()
                : path.getFileName().toString();
        Position start = new Position(file, 1, 1);
        try {
            long size = Files.size(path);
            if (size > MAX_BYTES) {
                throw new DocumentException(start, "", "file of " + size + " bytes; the most is " + MAX_BYTES);
            }
            return parse(file, decode(file, Files.readAllBytes(path)));
        } catch (IOException e) {
            throw new DocumentException(start, "", "file cannot be read: " + e);
        }
    }

    /** Returns the lines of a file that {@link #read} has read. */
    public static List<String> lines(Path path) {
        try {
            return Files.readAllLines(path);
        } catch (IOException e) {
            throw new DocumentException(new Position(path.toString(), 1, 1), "", "file cannot be read: " + e);
        }
    }

    /** Reads text; the file name appears in messages only. */
    public static List<Field> parse(String file, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(MAX_BYTES);
        List<Field> documents = new ArrayList<>();
        try {
            String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
            var parser = new ParserImpl(new StreamReader(body), options);
            var composer = new Composer(parser, new Resolver(), options);
            while (composer.checkNode()) {
                Node root = composer.getNode();
                if (!root.getTag().equals(Tag.NULL)) {
                    documents.add(new Field(file, "", root, Position.of(file, root.getStartMark())));
                }
            }
        } catch (MarkedYAMLException e) {
            throw malformed(file, e);
        } catch (ReaderException e) {
            String before = text.substring(0, Math.min(text.length(), e.getPosition()));
            throw new DocumentException(
                    end(file, before), "", String.format("character U+%04X is not allowed in YAML", e.getCodePoint()));
        } catch (YAMLException e) {
            throw new DocumentException(new Position(file, 1, 1), "", "refused: " + e.getMessage());
        }
        if (documents.isEmpty()) {
            throw new DocumentException(new Position(file, 1, 1), "", "empty file; expected at least one document");
        }
        return List.copyOf(documents);
    }

    private static DocumentException malformed(String file, MarkedYAMLException e) {
        var mark = e.getProblemMark() != null ? e.getProblemMark() : e.getContextMark();
        Position position = mark == null ? new Position(file, 1, 1) : Position.of(file, mark);
        String problem = String.valueOf(e.getProblem());
        if (problem.contains("\\t") || problem.contains("TAB")) {
            return new DocumentException(position, "", "a tab; YAML is indented with spaces");
        }
        return new DocumentException(position, "", "not well-formed YAML: " + problem);
    }

    private static String decode(String file, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            return decoder.decode(in).toString();
        } catch (CharacterCodingException e) {
            String before = new String(bytes, 0, in.position(), StandardCharsets.UTF_8);
            throw new DocumentException(end(file, before), "", "not UTF-8: byte " + (in.position() + 1));
        }
    }

    /** Returns the position just after the text. */
    private static Position end(String file, String before) {
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return new Position(file, line, before.length() - before.lastIndexOf('\n'));
    }
}
