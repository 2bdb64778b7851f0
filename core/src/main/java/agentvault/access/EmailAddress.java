package agentvault.access;

import agentvault.crypto.FreeText;
import java.util.Locale;
import java.util.regex.Pattern;

/// A person's address as they write it: checked by its shape alone, compared to the letter.
public record EmailAddress(String text) {

    private static final Pattern FORM = Pattern.compile("[^\\s\\p{Cntrl}@]{1,64}@[^\\s\\p{Cntrl}@]{1,189}");

    public EmailAddress {
        FreeText.checked("an e-mail address", text);
        if (!valid(text)) throw new IllegalArgumentException("an e-mail address looks like name@example.com");
    }

    public static boolean valid(String text) {
        return FORM.matcher(text).matches();
    }

    /// What stands after the @, in lower case.
    public String domain() {
        return text.substring(text.indexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    public Actor.Name name() {
        return new Actor.Name(Actor.Kind.USER, text);
    }

    @Override
    public String toString() {
        return text;
    }
}
