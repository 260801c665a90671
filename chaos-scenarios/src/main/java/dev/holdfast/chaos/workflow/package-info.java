/**
 * Chaos Mesh's Schedule, Workflow and StatusCheck: the documents as data, and what their controllers make of them in the
 * course of time. Start reading at {@link dev.holdfast.chaos.workflow.Interpreter}: it is asked what to do now and when to
 * ask again, and does nothing itself.
 *
 * <p>Source: https://github.com/chaos-mesh/chaos-mesh/tree/v2.8.3 in {@code controllers/schedule},
 * {@code controllers/statuscheck} and {@code pkg/workflow}.
 */
@NullMarked
package dev.holdfast.chaos.workflow;

import org.jspecify.annotations.NullMarked;
