/// What a client of the third generation has to be told about the kind of what it sends: nothing.
final class Typed {

    private Typed() {}

    static <B> B typed(B builder) {
        return builder;
    }
}
