/**
 * Strict reading of YAML files: every consumer says which fields it takes, and anything else is refused with file, line,
 * column, field path and the nearest known name. Start reading at {@link dev.holdfast.chaos.document.YamlDocuments}; what
 * comes out is a {@link dev.holdfast.chaos.document.Field}. Depends on SnakeYAML only, for the nodes and their positions.
 * No threads; everything here is immutable.
 */
@NullMarked
package dev.holdfast.chaos.document;

import org.jspecify.annotations.NullMarked;
