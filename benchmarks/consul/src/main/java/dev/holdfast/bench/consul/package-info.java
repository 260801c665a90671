/** The worker of Consul's session lock, by its API and by its program. Start reading at {@link dev.holdfast.bench.consul.Main}. */
@NullMarked
package dev.holdfast.bench.consul;

import org.jspecify.annotations.NullMarked;
