// Install: .NET 8 or later; dotnet new console, and this as its Program.cs
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

const string Issuer = "{issuer}";

var clientId = Environment.GetEnvironmentVariable("CLIENT_ID")!;
var clientSecret = Environment.GetEnvironmentVariable("CLIENT_SECRET")!;
// Here one with a port, such as http://localhost:8400/callback
var redirectUri = Environment.GetEnvironmentVariable("REDIRECT_URI")!;

using var http = new HttpClient();
var metadata = (await http.GetFromJsonAsync<JsonObject>(Issuer + "/.well-known/openid-configuration"))!;

var state = RandomText();
var codeVerifier = RandomText();
using var question = new FormUrlEncodedContent(new Dictionary<string, string>
{
    ["response_type"] = "code",
    ["client_id"] = clientId,
    ["redirect_uri"] = redirectUri,
    ["scope"] = "openid email",
    ["state"] = state,
    ["code_challenge"] = Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(codeVerifier))),
    ["code_challenge_method"] = "S256",
});

using var listener = new HttpListener();
listener.Prefixes.Add(new Uri(redirectUri).GetLeftPart(UriPartial.Authority) + "/");
listener.Start();
Console.WriteLine("Open " + (string)metadata["authorization_endpoint"]! + "?" + await question.ReadAsStringAsync());
var callback = await listener.GetContextAsync();
callback.Response.Close(Encoding.UTF8.GetBytes("Go back to the terminal."), willBlock: true);
var answer = callback.Request.QueryString;
if (answer["state"] != state || answer["iss"] != Issuer)
{
    throw new InvalidOperationException("This is no answer to what was asked.");
}
var code = answer["code"] ?? throw new InvalidOperationException(answer["error"]);

var token = await Post(new Dictionary<string, string>
{
    ["grant_type"] = "authorization_code",
    ["code"] = code,
    ["redirect_uri"] = redirectUri,
    ["code_verifier"] = codeVerifier,
});
Console.WriteLine((string)token["access_token"]!);

// Once it has expired. The answer holds the next refresh token: each counts once.
var renewed = await Post(new Dictionary<string, string>
{
    ["grant_type"] = "refresh_token",
    ["refresh_token"] = (string)token["refresh_token"]!,
});
Console.WriteLine((string)renewed["access_token"]!);

async Task<JsonObject> Post(Dictionary<string, string> values)
{
    var credentials = Encoding.ASCII.GetBytes(Uri.EscapeDataString(clientId) + ":" + Uri.EscapeDataString(clientSecret));
    using var request = new HttpRequestMessage(HttpMethod.Post, (string)metadata["token_endpoint"]!)
    {
        Content = new FormUrlEncodedContent(values),
    };
    request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(credentials));
    using var response = await http.SendAsync(request);
    response.EnsureSuccessStatusCode();
    return (await response.Content.ReadFromJsonAsync<JsonObject>())!;
}

static string RandomText() => Base64Url(RandomNumberGenerator.GetBytes(32));

static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
