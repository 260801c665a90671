package dev.holdfast.chaos.manifest;

import static dev.holdfast.chaos.manifest.Formats.INT64;
import static dev.holdfast.chaos.manifest.Formats.POSITIVE;
import static dev.holdfast.chaos.manifest.Formats.STRING;
import static dev.holdfast.chaos.manifest.Formats.UINT32;
import static dev.holdfast.chaos.manifest.Formats.UINT64;
import static dev.holdfast.chaos.manifest.Formats.words;

import dev.holdfast.chaos.manifest.Shape.Listing;
import dev.holdfast.chaos.manifest.Shape.Whole;
import dev.holdfast.chaos.manifest.Shape.Word;

/** The specifications of IOChaos and of PodIOChaos. Sources: iochaos_types.go, iochaos_webhook.go and podiochaos_types.go. */
final class IoShapes {

    private static final Word TYPE = words("latency", "fault", "attrOverride", "mistake");
    private static final Whole PERCENT = new Whole(0, 100);
    private static final Listing METHODS = new Listing(words(
            ("lookup forget getattr setattr readlink mknod mkdir unlink rmdir symlink rename link open read write flush"
                            + " release fsync opendir readdir releasedir fsyncdir statfs setxattr getxattr listxattr"
                            + " removexattr access create getlk setlk bmap")
                    .split(" ")));

    private static final Struct ATTRIBUTES = Struct.allows(UINT64, "ino", "size", "blocks")
            .andAllows(Struct.requires("sec", INT64).andRequires("nsec", INT64), "atime", "mtime", "ctime")
            .andAllows(
                    words("namedPipe", "charDevice", "blockDevice", "directory", "regularFile", "symlink", "socket"),
                    "kind")
            .andAllows(new Whole(0, 65_535), "perm")
            .andAllows(UINT32, "nlink", "uid", "gid", "rdev");

    private static final Struct MISTAKE =
            Struct.allows(words("zero", "random"), "filling").andAllows(POSITIVE, "maxOccurrences", "maxLength");

    static final Struct IO_CHAOS = Struct.requires("action", TYPE)
            .with(Selectors.CONTAINERS)
            .with(Selectors.SPAN)
            .andRequires("volumePath", STRING)
            .andAllows(Formats.DURATION, "delay")
            .andAllows(UINT32, "errno")
            .andAllows(ATTRIBUTES, "attr")
            .andAllows(MISTAKE, "mistake")
            .andAllows(STRING, "path")
            .andAllows(METHODS, "methods")
            .andAllows(PERCENT, "percent")
            .where(Rules.needs("action", "fault", "errno"));

    static final Struct POD_IO_CHAOS = Struct.requires("volumeMountPath", STRING)
            .andAllows(STRING, "container")
            .andAllows(
                    new Listing(ATTRIBUTES
                            .andRequires("type", STRING)
                            .andRequires("path", STRING)
                            .andRequires("percent", INT64)
                            .andAllows(METHODS, "methods")
                            .andAllows(
                                    new Listing(Struct.requires("errno", UINT32).andRequires("weight", Formats.INT32)),
                                    "faults")
                            .andAllows(STRING, "latency", "source")
                            .andAllows(MISTAKE, "mistake")),
                    "actions");

    private IoShapes() {}
}
