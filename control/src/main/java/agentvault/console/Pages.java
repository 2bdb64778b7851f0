package agentvault.console;

import agentvault.wire.Answer;
import gg.jte.generated.precompiled.JteallowedGenerated;
import gg.jte.generated.precompiled.JteapprovalGenerated;
import gg.jte.generated.precompiled.JtebounceGenerated;
import gg.jte.generated.precompiled.JteinvitationGenerated;
import gg.jte.generated.precompiled.JteleaveGenerated;
import gg.jte.generated.precompiled.JtenoticeGenerated;
import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.Utf8ByteOutput;
import java.util.function.Consumer;

/// Pages as answers. Nothing in them runs, nothing is fetched from elsewhere, and nobody frames them.
final class Pages {

    private static final String POLICY =
            "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self';"
                    + " frame-ancestors 'none'; base-uri 'none'";

    private Pages() {}

    static Answer approval(int status, ApprovalPage page) {
        return written(status, out -> JteapprovalGenerated.render(out, null, page));
    }

    static Answer notice(int status, Notice notice) {
        return written(status, out -> JtenoticeGenerated.render(out, null, notice));
    }

    static Answer allowed(int status, AllowedPage page) {
        return written(status, out -> JteallowedGenerated.render(out, null, page));
    }

    static Answer invitation(int status, InvitationPage page) {
        return written(status, out -> JteinvitationGenerated.render(out, null, page));
    }

    static Answer leave(LeavePage page) {
        return written(200, out -> JteleaveGenerated.render(out, null, page));
    }

    /// Has the browser come again by itself, now from a page of this server: only then does it show who it is.
    static Answer bounce(String title, String words, String address) {
        return written(200, out -> JtebounceGenerated.render(out, null, title, words, address));
    }

    private static Answer written(int status, Consumer<HtmlTemplateOutput> template) {
        var bytes = new Utf8ByteOutput();
        template.accept(new OwaspHtmlTemplateOutput(bytes));
        return Answer.of(status, "text/html; charset=utf-8", bytes.toByteArray())
                .with("Content-Security-Policy", POLICY);
    }
}
