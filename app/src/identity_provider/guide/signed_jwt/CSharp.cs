// Install: .NET 8 or later; dotnet new console, and this as its Program.cs
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

const string Issuer = "{issuer}";

using var http = new HttpClient();
var metadata = await http.GetFromJsonAsync<JsonObject>(Issuer + "/.well-known/oauth-authorization-server");

using var key = ECDsa.Create();
key.ImportFromPem(File.ReadAllText(Environment.GetEnvironmentVariable("PRIVATE_KEY_FILE")!));
var form = new FormUrlEncodedContent(new Dictionary<string, string>
{
    ["grant_type"] = "client_credentials",
    ["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    ["client_assertion"] = Assertion(Environment.GetEnvironmentVariable("CLIENT_ID")!),
});
using var response = await http.PostAsync((string)metadata!["token_endpoint"]!, form);
response.EnsureSuccessStatusCode();
var token = await response.Content.ReadFromJsonAsync<JsonObject>();
Console.WriteLine((string)token!["access_token"]!);

// Each counts once: one is made for each request.
string Assertion(string clientId)
{
    var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
    var claims = new JsonObject
    {
        ["iss"] = clientId,
        ["sub"] = clientId,
        ["aud"] = Issuer,
        ["iat"] = now,
        ["exp"] = now + 60,
        ["jti"] = Guid.NewGuid().ToString(),
    };
    var signed = Part(Bytes("{\"alg\":\"ES256\"}")) + "." + Part(Bytes(claims.ToJsonString()));
    return signed + "." + Part(key.SignData(Bytes(signed), HashAlgorithmName.SHA256));
}

static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

static string Part(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
