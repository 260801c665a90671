/** What goes wrong with files: IOChaos on the volumes of members. */
@NullMarked
package dev.holdfast.chaos.fault.io;

import org.jspecify.annotations.NullMarked;
