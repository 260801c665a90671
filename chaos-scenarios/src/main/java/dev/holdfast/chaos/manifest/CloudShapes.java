package dev.holdfast.chaos.manifest;

import static dev.holdfast.chaos.manifest.Formats.INT64;
import static dev.holdfast.chaos.manifest.Formats.STRING;
import static dev.holdfast.chaos.manifest.Formats.STRINGS;
import static dev.holdfast.chaos.manifest.Formats.words;

import dev.holdfast.chaos.manifest.Shape.Anything;
import dev.holdfast.chaos.manifest.Shape.Dictionary;

/** The specifications of what is done to cloud providers' machines, and of machines and clusters themselves. */
final class CloudShapes {

    static final Struct AWS_CHAOS = Struct.requires("action", words("ec2-stop", "ec2-restart", "detach-volume"))
            .with(Selectors.SPAN)
            .andRequires("awsRegion", STRING)
            .andRequires("ec2Instance", STRING)
            .andAllows(STRING, "secretName", "endpoint", "volumeID", "deviceName")
            .where(Rules.present("action", "detach-volume", "volumeID", "deviceName"));

    static final Struct AZURE_CHAOS = Struct.requires("action", words("vm-stop", "vm-restart", "disk-detach"))
            .with(Selectors.SPAN)
            .andRequires("subscriptionID", STRING)
            .andRequires("resourceGroupName", STRING)
            .andRequires("vmName", STRING)
            .andAllows(STRING, "secretName", "diskName")
            .andAllows(INT64, "lun")
            .where(Rules.present("action", "disk-detach", "diskName", "lun"));

    static final Struct GCP_CHAOS = Struct.requires("action", words("node-stop", "node-reset", "disk-loss"))
            .with(Selectors.SPAN)
            .andRequires("project", STRING)
            .andRequires("zone", STRING)
            .andRequires("instance", STRING)
            .andAllows(STRING, "secretName")
            .andAllows(STRINGS, "deviceNames")
            .where(Rules.present("action", "disk-loss", "deviceNames"));

    static final Struct PHYSICAL_MACHINE = Struct.requires("address", Formats.ADDRESS);

    static final Struct REMOTE_CLUSTER = Struct.requires("namespace", STRING)
            .andRequires("version", STRING)
            .andRequires(
                    "kubeConfig",
                    Struct.requires(
                            "secretRef",
                            Struct.requires("namespace", STRING)
                                    .andRequires("name", STRING)
                                    .andRequires("key", STRING)))
            .andAllows(new Dictionary(new Anything()), "configOverride");

    private CloudShapes() {}
}
