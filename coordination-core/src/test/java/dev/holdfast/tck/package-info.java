/**
 * The contract suite: what every backend must do, as JUnit classes that a backend's tests extend. Shipped as the test-jar
 * of this module.
 *
 * <p>A backend writes one {@link dev.holdfast.tck.BackendFixture} and one subclass of
 * {@link dev.holdfast.tck.WholeContract}, the list of all contracts. Each test has a namespace of its own, waits in terms
 * of the fixture's session timeout, and is bounded.
 */
package dev.holdfast.tck;
