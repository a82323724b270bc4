// Install: JDK 17 or later, and run: java Java.java
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.regex.Pattern;

class Java {
    static final String ISSUER = "{issuer}";
    static final HttpClient HTTP = HttpClient.newHttpClient();

    public static void main(String[] arguments) throws Exception {
        var metadata = send(HttpRequest.newBuilder(URI.create(ISSUER + "/.well-known/oauth-authorization-server")));
        var answer = send(HttpRequest.newBuilder(URI.create(text(metadata, "token_endpoint")))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("grant_type=client_credentials&client_assertion=" + assertion()
                + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer")));
        System.out.println(text(answer, "access_token"));
    }

    // Each counts once: one is made for each request.
    static String assertion() throws Exception {
        var pem = Files.readString(Path.of(System.getenv("PRIVATE_KEY_FILE"))).replaceAll("-----[A-Z ]+-----|\\s", "");
        var key = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem));
        var id = System.getenv("CLIENT_ID");
        var now = Instant.now().getEpochSecond();
        var claims = "{\"iss\":\"%s\",\"sub\":\"%s\",\"aud\":\"%s\",\"iat\":%d,\"exp\":%d,\"jti\":\"%s\"}"
            .formatted(id, id, ISSUER, now, now + 60, UUID.randomUUID());
        var signed = part("{\"alg\":\"ES256\"}".getBytes()) + "." + part(claims.getBytes());
        var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(KeyFactory.getInstance("EC").generatePrivate(key));
        signature.update(signed.getBytes());
        return signed + "." + part(signature.sign());
    }

    static String part(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String send(HttpRequest.Builder request) throws Exception {
        var response = HTTP.send(request.build(), BodyHandlers.ofString());
        if (response.statusCode() != 200) throw new IllegalStateException(response.statusCode() + " " + response.body());
        return response.body();
    }

    // Enough for this example: an application reads JSON with its library.
    static String text(String json, String name) {
        var found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(json);
        if (!found.find()) throw new IllegalStateException("no " + name);
        return found.group(1);
    }
}
