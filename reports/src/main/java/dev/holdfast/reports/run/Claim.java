package dev.holdfast.reports.run;

/** The guarantee under test: its text, where it is documented, and under which conditions it is claimed. */
public record Claim(String text, String source, String scope) {
    public Claim {
        Rules.requireText("claim.text", text);
        Rules.requireText("claim.source", source);
        Rules.requireText("claim.scope", scope);
    }
}
