package agentvault.inject;

import agentvault.crypto.Secret;
import agentvault.vault.Attachment;
import agentvault.vault.Attachment.Half;
import agentvault.vault.HeaderTemplate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;

/// Writes the headers that fill a service's slot.
final class SlotWriter {

    private static final String LINE_END = "\r\n";

    private final Plan plan;
    private final ByteBuf out;
    private final Values values;
    private final Pen pen;

    SlotWriter(Plan plan, ByteBuf out, Values values) {
        this.plan = plan;
        this.out = out;
        this.values = values;
        this.pen = new Pen(out);
    }

    void write() {
        switch (plan.slot()) {
            case Attachment.Bearer(var token) -> {
                text("Authorization: Bearer ");
                pen.plain(values.of(plan.slotNeed(token)));
                text(LINE_END);
            }
            case Attachment.Basic(var user, var password) -> writeBasic(user, password);
            case Attachment.ApiKey(var key, var header, var prefix) -> {
                text(header.text() + ": " + prefix);
                pen.plain(values.of(plan.slotNeed(key)));
                text(LINE_END);
            }
            case Attachment.Custom(var headers) ->
                headers.forEach((header, template) -> {
                    text(header.text() + ": ");
                    writeTemplate(template);
                    text(LINE_END);
                });
            case Attachment.Query _, Attachment.Passthrough _, Attachment.Tunnel _, Attachment.PlaceholdersOnly _ -> {}
        }
    }

    private void writeBasic(Half user, Half password) {
        text("Authorization: Basic ");
        try (var name = half(user);
                var word = half(password)) {
            pen.basic(name, word);
        }
        text(LINE_END);
    }

    private Secret half(Half half) {
        return switch (half) {
            case Half.OfCredential(var key) -> values.of(plan.slotNeed(key)).copy();
            case Half.Literal(var text) -> Secret.take(text.getBytes(StandardCharsets.US_ASCII));
        };
    }

    private void writeTemplate(HeaderTemplate template) {
        for (var piece : template.pieces()) {
            switch (piece) {
                case HeaderTemplate.Piece.Literal(var literal) -> text(literal);
                case HeaderTemplate.Piece.Reference(var key) -> pen.plain(values.of(plan.slotNeed(key)));
            }
        }
    }

    private void text(String ascii) {
        ByteBufUtil.writeAscii(out, ascii);
    }
}
