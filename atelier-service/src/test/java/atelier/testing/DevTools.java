package atelier.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A client of the DevTools protocol for Chromium or one page (https://chromedevtools.github.io/devtools-protocol). */
final class DevTools implements WebSocket.Listener, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> BAD = Set.of("error", "warning", "assert");
    private static final long PATIENCE_SECONDS = 30;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final AtomicInteger questions = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final StringBuilder message = new StringBuilder();
    private final WebSocket socket;

    private DevTools(URI address) {
        socket = CLIENT.newWebSocketBuilder().buildAsync(address, this).join();
    }

    /** Connects to what has this address. */
    static DevTools connect(URI address) {
        return new DevTools(address);
    }

    /** Connects to a page, and begins to record what it does. */
    static DevTools ofPage(URI address) {
        DevTools page = new DevTools(address);
        Stream.of("Page", "Runtime", "Network", "Log")
                .forEach(domain -> page.ask(domain + ".enable", JsonNodeFactory.instance.objectNode()));
        return page;
    }

    JsonNode ask(String method, ObjectNode parameters) {
        int id = questions.incrementAndGet();
        CompletableFuture<JsonNode> response = new CompletableFuture<>();
        waiting.put(id, response);
        ObjectNode question =
                JsonNodeFactory.instance.objectNode().put("id", id).put("method", method);
        question.set("params", parameters);
        try {
            socket.sendText(question.toString(), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            JsonNode message = response.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (message.has("error")) {
                throw new AssertionError(method + ": " + message.get("error"));
            }
            return message.path("result");
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("Chromium did not answer " + question, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            waiting.remove(id);
        }
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }

    void forget() {
        requests.clear();
        complaints.clear();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        message.append(part);
        if (last) {
            take(message.toString());
            message.setLength(0);
        }
        from.request(1);
        return null;
    }

    private void take(String text) {
        try {
            JsonNode received = JSON.readTree(text);
            if (received.has("id")) {
                CompletableFuture<JsonNode> response =
                        waiting.get(received.get("id").asInt());
                if (response != null) {
                    response.complete(received);
                }
            } else {
                notice(received.path("method").asText(), received.path("params"));
            }
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void notice(String event, JsonNode details) {
        switch (event) {
            case "Network.requestWillBeSent" ->
                requests.add(details.at("/request/method").asText() + " "
                        + details.at("/request/url").asText());
            case "Runtime.exceptionThrown" ->
                complaints.add(details.at("/exceptionDetails").toString());
            case "Runtime.consoleAPICalled" -> complain(details.path("type"), details.path("args"));
            case "Log.entryAdded" -> complain(details.at("/entry/level"), details.path("entry"));
            default -> {
                // Ignore all other events.
            }
        }
    }

    private void complain(JsonNode level, JsonNode what) {
        if (BAD.contains(level.asText())) {
            complaints.add(what.toString());
        }
    }

    @Override
    public void close() {
        socket.abort();
    }
}
