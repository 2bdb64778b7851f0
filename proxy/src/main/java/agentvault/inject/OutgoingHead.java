package agentvault.inject;

import agentvault.address.Authority;
import agentvault.address.Destination;
import agentvault.http.Framing;
import agentvault.vault.Attachment;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/// Writes the head of a request as its [Plan] says. Throws [Unplaceable] if a value would break it.
final class OutgoingHead {

    private static final String LINE_END = "\r\n";

    /// Without a length, some servers wait for the body of these.
    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH");

    private final Plan plan;
    private final Incoming request;
    private final ByteBuf out;
    private final Values values;
    private final Pen pen;

    OutgoingHead(Plan plan, ByteBuf out, Values values) {
        this.plan = plan;
        this.request = plan.request();
        this.out = out;
        this.values = values;
        this.pen = new Pen(out);
    }

    void write() {
        text(request.head().method());
        text(" ");
        writePath();
        writeQuery();
        text(" HTTP/1.1" + LINE_END + "Host: ");
        writeHost(request.to());
        text(LINE_END);
        writeFields();
        if (plan.stream().isPresent()) text("Accept-Encoding: identity" + LINE_END);
        new SlotWriter(plan, out, values).write();
        writeFraming();
        text(LINE_END);
    }

    private void writePath() {
        var swaps = plan.swaps(Swap.PATH);
        int start = out.writerIndex();
        exchanged(request.path(), swaps, true);
        if (!swaps.isEmpty()) DotSegments.refuse(out, start);
    }

    private void writeQuery() {
        if (!plan.query().isEmpty()) {
            text("?");
            exchanged(plan.query(), plan.swaps(Swap.QUERY), true);
        }
        if (!(plan.slot() instanceof Attachment.Query(var key, var parameter))) return;
        text(plan.query().isEmpty() ? "?" : "&");
        text(URLEncoder.encode(parameter, StandardCharsets.UTF_8));
        text("=");
        pen.encoded(values.of(plan.slotNeed(key)));
    }

    private void writeHost(Authority to) {
        text(to.host().text());
        int usual = request.secure() ? Destination.HTTPS_PORT : Destination.HTTP_PORT;
        if (to.port() != usual) text(":" + to.port());
    }

    private void writeFields() {
        var fields = request.head().fields();
        for (int i = 0; i < fields.size(); i++) {
            if (plan.drops(i)) continue;
            fields.showName(i, out::writeBytes);
            text(": ");
            var swaps = plan.swaps(i);
            if (swaps.isEmpty()) fields.showValue(i, out::writeBytes);
            else exchanged(fields.value(i), swaps, false);
            text(LINE_END);
        }
    }

    /// Writes a text with values in the places of placeholders, each once: what a value holds is not looked at again.
    private void exchanged(String text, List<Swap> swaps, boolean encoded) {
        int at = 0;
        for (var swap : swaps) {
            out.writeCharSequence(text.substring(at, swap.from()), StandardCharsets.ISO_8859_1);
            var value = values.of(swap.need());
            if (encoded) pen.encoded(value);
            else pen.plain(value);
            at = swap.to();
        }
        out.writeCharSequence(at == 0 ? text : text.substring(at), StandardCharsets.ISO_8859_1);
    }

    private void writeFraming() {
        switch (request.head().framing()) {
            case Framing.None() -> {
                if (WITH_BODY.contains(request.head().method())) text("Content-Length: 0" + LINE_END);
            }
            case Framing.Length(var bytes) -> text("Content-Length: " + bytes + LINE_END);
            case Framing.Chunked() -> text("Transfer-Encoding: chunked" + LINE_END);
            case Framing.UntilClose() -> throw new IllegalStateException("no request ends with its connection");
        }
        if (request.upgrades()) text("Connection: Upgrade" + LINE_END + "Upgrade: websocket" + LINE_END);
    }

    private void text(String ascii) {
        ByteBufUtil.writeAscii(out, ascii);
    }
}
