/**
 * Methods of a Java program that take longer, return or throw what they would not, and load on its JVM: JVMChaos. Rules are
 * Byteman's, as Chaos Mesh writes them; the module {@code servers/jvm-agent} is what goes into the target. May depend on
 * clusters and on documents. Start with {@link dev.holdfast.chaos.fault.jvm.JvmAction}.
 */
@NullMarked
package dev.holdfast.chaos.fault.jvm;

import org.jspecify.annotations.NullMarked;
