package agentvault.log;

import java.util.Locale;

/// How much somebody should care.
public enum Level {
    DEBUG,
    INFO,
    WARN,
    ERROR;

    /// As it is written in the log and in settings.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
