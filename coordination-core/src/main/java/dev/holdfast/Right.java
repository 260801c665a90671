package dev.holdfast;

/**
 * What a grant is a right to.
 *
 * @param kind the recipe, such as {@code lock}
 * @param name the name that the caller gave it
 * @param scope the store and namespace
 */
record Right(String kind, String name, String scope) {
    @Override
    public String toString() {
        return kind + " '" + name + "' in " + scope;
    }
}
