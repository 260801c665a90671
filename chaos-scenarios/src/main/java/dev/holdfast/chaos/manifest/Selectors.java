package dev.holdfast.chaos.manifest;

import static dev.holdfast.chaos.manifest.Formats.MAP;
import static dev.holdfast.chaos.manifest.Formats.STRING;
import static dev.holdfast.chaos.manifest.Formats.STRINGS;
import static dev.holdfast.chaos.manifest.Formats.words;

import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.manifest.Shape.Dictionary;
import dev.holdfast.chaos.manifest.Shape.Listing;

/** The parts that say whom a fault is done to and how long. Sources: selector.go, common_webhook.go in api/v1alpha1. */
final class Selectors {

    private static final Struct EXPRESSION = Struct.requires("key", STRING)
            .andRequires("operator", words("In", "NotIn", "Exists", "DoesNotExist"))
            .andAllows(STRINGS, "values")
            .where(Selectors::requireValues);

    private static final Struct GENERIC = Struct.allows(STRINGS, "namespaces")
            .andAllows(MAP, "fieldSelectors", "labelSelectors", "annotationSelectors")
            .andAllows(new Listing(EXPRESSION), "expressionSelectors");

    private static final Struct PODS_SELECTED = GENERIC.andAllows(STRINGS, "nodes")
            .andAllows(MAP, "nodeSelectors")
            .andAllows(new Dictionary(STRINGS), "pods")
            .andAllows(
                    new Listing(words(
                            "Pending",
                            "Running",
                            "Succeeded",
                            "Failed",
                            "Unknown",
                            "!Pending",
                            "!Running",
                            "!Succeeded",
                            "!Failed",
                            "!Unknown")),
                    "podPhaseSelectors");

    private static final Struct MODE = Struct.requires(
                    "mode", words("one", "all", "fixed", "fixed-percent", "random-max-percent"))
            .andAllows(STRING, "value")
            .where(Selectors::requireValue);

    /** Pods by selector and mode. */
    static final Struct PODS = Struct.requires("selector", PODS_SELECTED).with(MODE);

    /** Containers of such pods. */
    static final Struct CONTAINERS = PODS.andAllows(STRINGS, "containerNames");

    /** Physical machines, by selector or by address. */
    static final Struct MACHINES = Struct.allows(new Listing(Formats.GIVEN), "address")
            .andAllows(GENERIC.andAllows(new Dictionary(STRINGS), "physicalMachines"), "selector")
            .with(MODE)
            .andAllows(STRING, "uid")
            .where(Selectors::requireMachines);

    /** How long, and in which cluster. */
    static final Struct SPAN = Struct.allows(Formats.DURATION, "duration").andAllows(STRING, "remoteCluster");

    private Selectors() {}

    private static void requireValues(Values values) {
        String operator = values.text("operator");
        boolean needed = operator.equals("In") || operator.equals("NotIn");
        if (needed != values.gives("values")) {
            throw values.field().error("operator " + operator + (needed ? " needs values" : " takes no values"));
        }
    }

    private static void requireValue(Values values) {
        String mode = values.text("mode");
        if (mode.equals("one") || mode.equals("all")) {
            return;
        }
        Field field = values.get("value")
                .orElseThrow(
                        () -> values.field().error("missing field 'value': mode " + mode + " needs one, as a string"));
        int most = mode.equals("fixed") ? Integer.MAX_VALUE : 100;
        if (!isCount(field.string(), most)) {
            String rule = mode.equals("fixed") ? "a count above 0" : "a percentage from 1 to 100";
            throw field.error("expected " + rule + " with mode " + mode + ", given '" + field.string() + "'");
        }
    }

    private static boolean isCount(String text, int most) {
        try {
            int count = Integer.parseInt(text);
            return count > 0 && count <= most;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static void requireMachines(Values values) {
        boolean addressed = values.gives("address");
        boolean selected = values.get("selector")
                .map(Field::entries)
                .filter(parts -> parts.values().stream().anyMatch(part -> !part.isZero()))
                .isPresent();
        if (addressed && selected) {
            throw Rules.field(values, "address").keyError("only one of 'address' and 'selector' may be given");
        }
        if (!addressed && !selected) {
            throw values.get("selector")
                    .map(field -> field.error(
                            "an empty selector selects nothing here; give a selector or a list of addresses"))
                    .orElseGet(() -> values.field().error("missing field 'selector' or 'address'"));
        }
    }
}
