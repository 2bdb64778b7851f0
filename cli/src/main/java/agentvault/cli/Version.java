package agentvault.cli;

/// The version of this build. A constant, because reading a resource costs every command more than its arguments do; a
/// test keeps it equal to the build's.
public final class Version {

    public static final String NUMBER = "0.1.0";

    private Version() {}
}
