using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Jarvis.Identity;

namespace Jarvis.Gateway.Tests.Mcp;

/// <summary>Sends messages of the Model Context Protocol as they go over the wire.</summary>
/// <param name="client">Sends them.</param>
internal sealed class McpCaller(HttpClient client)
{
    internal const string Newest = "2026-07-28";
    internal const string WithSessions = "2025-11-25";

    private const string SessionHeader = "Mcp-Session-Id";

    internal string? Session { get; set; }

    internal static async Task<McpCaller> ForAsync(GatewayServer server, TenantId tenant) => new(await server.ClientAsync(tenant));

    /// <summary>Begins a session.</summary>
    internal async Task<HttpStatusCode> BeginAsync(string version = WithSessions)
    {
        Session = null;
        var client = new JsonObject { ["name"] = "test", ["version"] = "1" };
        using var response = await SendAsync(
            Request(1, "initialize", new JsonObject { ["protocolVersion"] = version, ["capabilities"] = new JsonObject(), ["clientInfo"] = client }));
        Session = response.IsSuccessStatusCode ? response.Headers.GetValues(SessionHeader).Single() : null;
        return response.StatusCode;
    }

    /// <summary>Asks in the revision with sessions.</summary>
    internal Task<HttpResponseMessage> AskAsync(int id, string method, JsonObject? arguments = null, string path = "/mcp", CancellationToken cancellationToken = default) =>
        SendAsync(Request(id, method, arguments ?? []), path, WithSessions, cancellationToken);

    internal Task<HttpResponseMessage> NotifyAsync(string method, JsonObject arguments) =>
        SendAsync(new() { ["jsonrpc"] = "2.0", ["method"] = method, ["params"] = arguments }, "/mcp", WithSessions);

    /// <summary>Asks in the newest revision, with headers that say what the body says.</summary>
    internal Task<HttpResponseMessage> AskNewestAsync(
        string method, JsonObject? arguments = null, Action<HttpRequestMessage>? damage = null, string path = "/mcp", CancellationToken cancellationToken = default)
    {
        arguments ??= [];
        arguments["_meta"] ??= Meta();
        var request = Message(Request(1, method, arguments), path, Newest);
        request.Headers.Add("Mcp-Method", method);
        if ((arguments["name"] ?? arguments["uri"])?.GetValue<string>() is { } name)
        {
            request.Headers.Add("Mcp-Name", name);
        }

        damage?.Invoke(request);
        return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    internal static JsonObject Meta(string version = Newest) =>
        new() { ["io.modelcontextprotocol/protocolVersion"] = version, ["io.modelcontextprotocol/clientCapabilities"] = new JsonObject() };

    internal static JsonObject Call(string tool, JsonObject arguments) => new() { ["name"] = tool, ["arguments"] = arguments };

    internal static JsonObject Text(string text) => new() { ["text"] = text };

    internal static JsonObject Request(int id, string method, JsonObject arguments) =>
        new() { ["jsonrpc"] = "2.0", ["id"] = id, ["method"] = method, ["params"] = arguments };

    internal Task<HttpResponseMessage> SendAsync(JsonObject message, string path = "/mcp", string? version = null, CancellationToken cancellationToken = default) =>
        client.SendAsync(Message(message, path, version), HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    internal async Task<HttpStatusCode> EndAsync(string? version = WithSessions)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/mcp");
        AddHeaders(request, version);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }

    /// <summary>The last message of an answer: JSON, or the last event.</summary>
    internal static async Task<JsonNode> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        var events = text.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line["data: ".Length..]);
        return JsonNode.Parse(response.Content.Headers.ContentType?.MediaType == "text/event-stream" ? events.Last() : text)!;
    }

    private HttpRequestMessage Message(JsonObject message, string path, string? version)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(message.ToJsonString(JsonSerializerOptions.Default), Encoding.UTF8, "application/json") };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        AddHeaders(request, version);
        return request;
    }

    private void AddHeaders(HttpRequestMessage request, string? version)
    {
        if (version is not null)
        {
            request.Headers.Add("MCP-Protocol-Version", version);
        }

        if (Session is not null)
        {
            request.Headers.Add(SessionHeader, Session);
        }
    }
}
