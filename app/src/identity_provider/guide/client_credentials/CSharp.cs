// Install: .NET 8 or later; dotnet new console, and this as its Program.cs
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;

const string Issuer = "{issuer}";

using var http = new HttpClient();
var metadata = await http.GetFromJsonAsync<JsonObject>(Issuer + "/.well-known/oauth-authorization-server");

string Encoded(string variable) => Uri.EscapeDataString(Environment.GetEnvironmentVariable(variable)!);
var credentials = Encoding.UTF8.GetBytes(Encoded("CLIENT_ID") + ":" + Encoded("CLIENT_SECRET"));
using var request = new HttpRequestMessage(HttpMethod.Post, (string)metadata!["token_endpoint"]!)
{
    Headers = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(credentials)) },
    Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials" }),
};
using var response = await http.SendAsync(request);
response.EnsureSuccessStatusCode();
var token = await response.Content.ReadFromJsonAsync<JsonObject>();
Console.WriteLine((string)token!["access_token"]!);
