package agentvault.command;

/// The codes a command ends with. They are promised: scripts look at them.
public final class Exit {

    public static final int DONE = 0;
    public static final int FAILED = 1;
    public static final int MISUSED = 2;

    /// A password or a login is missing, wrong or expired.
    public static final int LOCKED = 3;

    /// The server or the database does not answer. (4 is the launcher's: it found no JDK.)
    public static final int UNREACHABLE = 5;

    /// What is stored is not what was written.
    public static final int TAMPERED = 6;

    private Exit() {}
}
