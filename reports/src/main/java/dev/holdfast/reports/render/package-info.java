/**
 * Draws a judged run: one self-contained HTML page, the same in Markdown, and an index over many runs.
 *
 * <p>Depends on every other package of the module. Start at {@link dev.holdfast.reports.render.HtmlReport}. All text goes
 * through {@link dev.holdfast.reports.render.Markup}, which escapes it. No figure grows with the length of the history.
 */
@NullMarked
package dev.holdfast.reports.render;

import org.jspecify.annotations.NullMarked;
