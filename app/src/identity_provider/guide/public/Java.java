// Install: JDK 17 or later, and run: java Java.java
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

class Java {
    static final String ISSUER = "{issuer}";
    static final String CLIENT_ID = System.getenv("CLIENT_ID");
    // Here one with a port, such as http://localhost:8400/callback
    static final URI REDIRECT_URI = URI.create(System.getenv("REDIRECT_URI"));
    static final HttpClient HTTP = HttpClient.newHttpClient();

    public static void main(String[] arguments) throws Exception {
        var metadata = send(HttpRequest.newBuilder(URI.create(ISSUER + "/.well-known/openid-configuration")));
        var tokenEndpoint = URI.create(text(metadata, "token_endpoint"));
        var state = random();
        var codeVerifier = random();
        var digest = MessageDigest.getInstance("SHA-256").digest(codeVerifier.getBytes(StandardCharsets.US_ASCII));
        var question = form(Map.of(
            "response_type", "code",
            "client_id", CLIENT_ID,
            "redirect_uri", REDIRECT_URI.toString(),
            "scope", "openid email",
            "state", state,
            "code_challenge", base64url(digest),
            "code_challenge_method", "S256"));
        var answer = ask(text(metadata, "authorization_endpoint") + "?" + question);
        if (!state.equals(answer.get("state")) || !ISSUER.equals(answer.get("iss"))) {
            throw new IllegalStateException("this is no answer to what was asked");
        }
        if (!answer.containsKey("code")) throw new IllegalStateException(answer.get("error"));

        var token = post(tokenEndpoint, Map.of(
            "grant_type", "authorization_code",
            "client_id", CLIENT_ID,
            "code", answer.get("code"),
            "redirect_uri", REDIRECT_URI.toString(),
            "code_verifier", codeVerifier));
        System.out.println(text(token, "access_token"));

        // Once it has expired. The answer holds the next refresh token: each counts once.
        var renewed = post(tokenEndpoint, Map.of(
            "grant_type", "refresh_token",
            "client_id", CLIENT_ID,
            "refresh_token", text(token, "refresh_token")));
        System.out.println(text(renewed, "access_token"));
    }

    static Map<String, String> ask(String question) throws Exception {
        var answer = new CompletableFuture<Map<String, String>>();
        var server = HttpServer.create(new InetSocketAddress(REDIRECT_URI.getHost(), REDIRECT_URI.getPort()), 0);
        server.createContext(REDIRECT_URI.getPath(), exchange -> {
            var body = "Go back to the terminal.".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (var out = exchange.getResponseBody()) { out.write(body); }
            var values = new HashMap<String, String>();
            for (var pair : exchange.getRequestURI().getRawQuery().split("&")) {
                var halves = pair.split("=", 2);
                values.put(halves[0], URLDecoder.decode(halves[1], StandardCharsets.UTF_8));
            }
            answer.complete(values);
        });
        server.start();
        System.out.println("Open " + question);
        try {
            return answer.get();
        } finally {
            server.stop(1);
        }
    }

    static String post(URI endpoint, Map<String, String> values) throws Exception {
        return send(HttpRequest.newBuilder(endpoint)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form(values))));
    }

    static String send(HttpRequest.Builder request) throws Exception {
        var response = HTTP.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() != 200) throw new IllegalStateException(response.statusCode() + " " + response.body());
        return response.body();
    }

    static String form(Map<String, String> values) {
        return values.entrySet().stream()
            .map(value -> value.getKey() + "=" + encoded(value.getValue()))
            .collect(Collectors.joining("&"));
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    static String random() {
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return base64url(bytes);
    }

    static String base64url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    // Enough for this example: an application reads JSON with its library.
    static String text(String json, String name) {
        var found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
        if (!found.find()) throw new IllegalStateException("no " + name);
        return found.group(1);
    }
}
