package agentvault.question;

import agentvault.crypto.Mask;
import agentvault.crypto.Secret;
import agentvault.workspace.Heard;
import java.util.Collection;

/// Cuts what a server answered down to what may be shown of it.
public final class Excerpt {

    /// The most characters of a body.
    public static final int MOST = 4096;

    private static final int MOST_OF_TYPE = 200;

    private Excerpt() {}

    /// The beginning of the body, if that is readable as it came.
    ///
    /// @param sent what the server was shown, and must not be told by us
    public static Heard.Response of(Reply.Whole reply, Collection<Secret> sent) {
        boolean encoded = reply.first("Content-Encoding")
                .filter(encoding -> !encoding.equalsIgnoreCase("identity"))
                .isPresent();
        if (encoded) return withoutBody(reply, sent);
        // The whole of what was read is masked before it is cut: a cut through a secret would hide it from the mask.
        var text = reply.body().reveal(bytes -> Mask.over(bytes, sent));
        var shown = beginning(text, MOST);
        return new Heard.Response(
                reply.status(), type(reply, sent), shown, reply.cut() || shown.length() < text.length());
    }

    /// The body is not shown: of what went well, or should have, it may be what nobody may see.
    public static Heard.Response withoutBody(Reply.Whole reply, Collection<Secret> sent) {
        boolean more = reply.cut() || reply.body().length() > 0;
        return new Heard.Response(reply.status(), type(reply, sent), "", more);
    }

    private static String type(Reply.Whole reply, Collection<Secret> sent) {
        return beginning(Mask.over(reply.first("Content-Type").orElse(""), sent), MOST_OF_TYPE);
    }

    /// No character is cut in half.
    private static String beginning(String text, int most) {
        if (text.length() <= most) return text;
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }
}
