package dev.holdfast.chaos.scenario;

import dev.holdfast.chaos.document.Field;
import dev.holdfast.chaos.document.Mapping;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code workload} and {@code steps}, which depend on whether the subjects are stores. */
final class WorkloadReader {

    private static final Duration HOLD = Duration.ofMillis(100);
    private static final Duration TERM = Duration.ofMillis(1500);
    private static final int RATE = 10;
    private static final int MOST_PER_SECOND = 100_000;

    private WorkloadReader() {}

    static Workload read(Field field, boolean isStore) {
        return isStore ? coordination(field) : streaming(field);
    }

    private static Workload coordination(Field field) {
        Mapping workload = field.mapping("recipes", "fenced", "hold", "term", "late", "forgetful", "rate");
        return new Workload.Coordination(
                recipes(workload.required("recipes")),
                workload.optional("fenced").map(Field::bool).orElse(true),
                workload.optional("hold").map(Field::duration).orElse(HOLD),
                workload.optional("term").map(Field::positiveDuration).orElse(TERM),
                workload.optional("late").map(Field::duration).orElse(Duration.ZERO),
                workload.optional("forgetful").map(Field::bool).orElse(false),
                workload.optional("rate").map(WorkloadReader::rate).orElse(RATE));
    }

    private static Set<Recipe> recipes(Field field) {
        Set<Recipe> recipes = new HashSet<>();
        for (Field item : field.list()) {
            if (!recipes.add(item.oneOf(Recipe.WORDS))) {
                throw item.error("given twice");
            }
        }
        if (recipes.isEmpty()) {
            throw field.error("must not be empty");
        }
        return recipes;
    }

    private static Workload streaming(Field field) {
        Mapping workload = field.mapping("topic", "producer", "consumer");
        Field topicField = workload.required("topic");
        Mapping topic = topicField.mapping("partitions", "replicas", "minInsync");
        int replicas = topic.required("replicas").integer(1, 9);
        return new Workload.Streaming(
                new Workload.Topic(
                        topic.required("partitions").integer(1, 100),
                        replicas,
                        topic.required("minInsync").integer(1, replicas)),
                workload.optional("producer").map(WorkloadReader::producer).orElse(null),
                workload.optional("consumer").map(WorkloadReader::consumer).orElse(null));
    }

    private static Workload.Producer producer(Field field) {
        Mapping producer = field.mapping("acks", "idempotence", "rate");
        Workload.Acks acks = producer.required("acks").oneOf(Workload.Acks.WORDS);
        Field idempotence = producer.required("idempotence");
        if (idempotence.bool() && acks != Workload.Acks.ALL) {
            throw idempotence.error("an idempotent producer needs acks 'all', given '" + acks.setting() + "'");
        }
        return new Workload.Producer(
                acks,
                idempotence.bool(),
                producer.optional("rate").map(WorkloadReader::rate).orElse(RATE));
    }

    private static Workload.Consumer consumer(Field field) {
        return new Workload.Consumer(field.mapping("recipe").required("recipe").oneOf(Workload.Reading.WORDS));
    }

    private static int rate(Field field) {
        return field.integer(1, MOST_PER_SECOND);
    }

    static List<Step> steps(Field field, boolean isStore) {
        return field.list(item -> step(item, isStore));
    }

    private static Step step(Field field, boolean isStore) {
        Mapping step = field.mapping("at", "rollingRestart", "poisonPill");
        Duration at = step.required("at").duration();
        var restart = step.optional("rollingRestart");
        var poison = step.optional("poisonPill");
        if (restart.isPresent() == poison.isPresent()) {
            throw field.error("expected exactly one of 'rollingRestart' and 'poisonPill'");
        }
        if (restart.isPresent()) {
            Mapping body = restart.get().mapping("of", "gracePeriod");
            return new Step.RollingRestart(
                    at,
                    body.required("of").text(),
                    body.optional("gracePeriod").map(Field::duration).orElse(Duration.ZERO));
        }
        Field pill = poison.orElseThrow();
        if (isStore) {
            throw pill.keyError("only consumers of kafka take poison");
        }
        Mapping body = pill.mapping("kind", "count");
        return new Step.PoisonPill(
                at,
                body.required("kind").oneOf(Step.Poison.WORDS),
                body.optional("count").map(count -> count.integer(1, 1000)).orElse(1));
    }
}
