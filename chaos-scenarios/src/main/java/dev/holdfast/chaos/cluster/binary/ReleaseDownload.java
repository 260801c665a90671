package dev.holdfast.chaos.cluster.binary;

import dev.holdfast.chaos.cluster.ClusterException;
import dev.holdfast.chaos.cluster.Command;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Fetches a {@link Release} over HTTPS, through the proxy that the environment names, and unpacks its one executable. */
record ReleaseDownload(Release release, Map<String, String> environment, Path folder) {

    private static final Duration BOUND = Duration.ofMinutes(3);

    /** Returns the executable, its archive's hash verified. */
    Path executable() throws IOException {
        HttpClient client = client();
        Path sums = fetch(client, release.sums());
        String wanted = release.hashIn(Files.readString(sums));
        if (wanted.isEmpty()) {
            throw new ClusterException("verify " + release.archive() + ": " + release.sums() + " does not list it");
        }
        Path archive = fetch(client, release.archive());
        String actual = Sha256.of(archive);
        if (!actual.equals(wanted)) {
            throw new ClusterException(
                    "verify " + release.archive() + ": its SHA-256 is " + actual + ", published is " + wanted);
        }
        return release.archive().endsWith(".zip") ? unzip(archive) : untar(archive);
    }

    private HttpClient client() {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .followRedirects(HttpClient.Redirect.NORMAL);
        String proxy = environment.getOrDefault("https_proxy", environment.getOrDefault("HTTPS_PROXY", ""));
        if (!proxy.isEmpty()) {
            URI uri = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
            int port = uri.getPort() < 0 ? 80 : uri.getPort();
            builder.proxy(ProxySelector.of(new InetSocketAddress(uri.getHost(), port)));
        }
        return builder.build();
    }

    private Path fetch(HttpClient client, String name) throws IOException {
        URI uri = URI.create(release.folder() + name);
        HttpRequest request = HttpRequest.newBuilder(uri).timeout(BOUND).build();
        try {
            HttpResponse<Path> response = client.send(request, HttpResponse.BodyHandlers.ofFile(folder.resolve(name)));
            if (response.statusCode() != 200) {
                throw new ClusterException("fetch " + uri + ": status " + response.statusCode());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClusterException("fetch " + uri + ": interrupted", e);
        }
    }

    private Path unzip(Path archive) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals(release.program().executable())) {
                    Path target = folder.resolve("executable");
                    Files.copy(zip, target, StandardCopyOption.REPLACE_EXISTING);
                    return target;
                }
            }
        }
        throw new ClusterException(
                "unpack " + archive.getFileName() + ": no '" + release.program().executable() + "' in it");
    }

    private Path untar(Path archive) {
        Command.of("tar", "-xzf", archive.toString(), "-C", folder.toString(), "--strip-components=1")
                .run();
        return folder.resolve(release.program().executable());
    }
}
