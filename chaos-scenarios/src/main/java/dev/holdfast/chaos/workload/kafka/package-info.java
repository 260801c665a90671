/**
 * The Kafka workloads: producers and consumers that are judged while brokers fail and poison pills are fed in.
 *
 * <p>{@link dev.holdfast.chaos.workload.kafka.KafkaClientMain} is the client process and follows the protocol of the package
 * above. {@link dev.holdfast.chaos.workload.kafka.Topics}, {@link dev.holdfast.chaos.workload.kafka.PoisonPills} and
 * {@link dev.holdfast.chaos.workload.kafka.FinalRead} are for the runner.
 * {@link dev.holdfast.chaos.workload.kafka.DeadLetterConsumer} is a recipe that stands on its own. Depends on the history of
 * {@code reports}, on the clock of {@code coordination-core} and on the Kafka clients.
 *
 * <p><b>Threads.</b> A client's main thread runs its traffic. The producer's network thread completes sends and only records.
 * Nothing else is started here; a class for the runner runs on its caller's thread.
 */
@NullMarked
package dev.holdfast.chaos.workload.kafka;

import org.jspecify.annotations.NullMarked;
