/**
 * Carries out flows: what {@link dev.holdfast.chaos.workflow.Interpreter} says that is to be done is done here, on the real
 * clock, with the faults of {@link dev.holdfast.chaos.fault}. Start reading at {@link dev.holdfast.chaos.flow.FlowTimer} and
 * {@link dev.holdfast.chaos.flow.FlowRun}.
 *
 * <p><b>Threads.</b> {@code flow-NAME} asks the interpreter of one flow, begins what it orders and waits for the next
 * time or outcome; it ends with its flow, or soon after its timer is closed. {@code fault-NAME} injects, samples and heals
 * one fault. {@code probe-NAME} sends one request and {@code task-NAME} runs one task; both only put an outcome into the
 * inbox of their flow, and are daemons, since a flow that has ended waits for neither.
 */
@NullMarked
package dev.holdfast.chaos.flow;

import org.jspecify.annotations.NullMarked;
