using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Jarvis.Errors;
using Jarvis.Gateway.Errors;
using Jarvis.Gateway.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Jarvis.Gateway.Http;

/// <summary>Reads and writes bodies that are JSON.</summary>
internal static class JsonBody
{
    /// <summary>Reads a request's body.</summary>
    /// <param name="context">The request.</param>
    /// <param name="type">What it is to be.</param>
    /// <exception cref="JarvisException"><see cref="ErrorCode.UnsupportedMedia"/>, <see cref="ErrorCode.TooLarge"/>, <see cref="ErrorCode.InvalidRequest"/>.</exception>
    internal static Task<T> ReadJsonAsync<T>(this HttpContext context, JsonTypeInfo<T> type)
    {
        context.RequireJson();
        context.Limit(context.RequestServices.GetRequiredService<IOptions<GatewayOptions>>().Value.MaxBodyLength);
        return context.ReadJsonAsync(context.Request.Body, type);
    }

    /// <summary>Reads a request's body, which may have files inside of it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="type">What it is to be.</param>
    /// <exception cref="JarvisException">As of <see cref="ReadJsonAsync{T}(HttpContext, JsonTypeInfo{T})"/>; <see cref="ErrorCode.Overloaded"/>.</exception>
    internal static async Task<T> ReadInlineJsonAsync<T>(this HttpContext context, JsonTypeInfo<T> type)
    {
        context.RequireJson();
        using var body = context.RequestServices.GetRequiredService<InlineBodies>().Open(context);
        return await context.ReadJsonAsync(context.Request.Body, type).ConfigureAwait(false);
    }

    /// <summary>Refuses a body that says that it is something else.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.UnsupportedMedia"/>.</exception>
    internal static void RequireJson(this HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
        {
            throw Error.UnsupportedMedia("The body has to be JSON; send it with 'Content-Type: application/json'.");
        }
    }

    /// <summary>Reads JSON out of a part of a body.</summary>
    internal static async Task<T> ReadJsonAsync<T>(this HttpContext context, Stream body, JsonTypeInfo<T> type)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(body, type, context.RequestAborted).ConfigureAwait(false)
                ?? throw Error.InvalidRequest("The body is null; send an object.");
        }
        catch (JsonException wrong)
        {
            var where = string.IsNullOrEmpty(wrong.Path) ? "$" : wrong.Path;
            context.Features.Set(FieldErrors.Of(where, $"Line {wrong.LineNumber + 1}: it is missing, of another form, or no JSON."));
            throw Error.InvalidRequest($"The body cannot be read at {Shown(where)} (line {wrong.LineNumber + 1}); see /openapi/v1.json for its form.");
        }
        catch (NotSupportedException)
        {
            // What is to be one of several says not which.
            throw Error.InvalidRequest("The body does not say what it is: its first member has to name it; see /openapi/v1.json for its form.");
        }
    }

    /// <summary>Makes something of JSON that was read as it is: whether its texts are text is only seen then.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.InvalidRequest"/>.</exception>
    internal static T Understand<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            throw Error.InvalidRequest("The body has a text that is none: half of a surrogate pair, or bytes that are no UTF-8; write it in UTF-8.");
        }
    }

    /// <summary>Has no more than so many bytes of the body be read; null for as many as come.</summary>
    internal static void Limit(this HttpContext context, long? length)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = length;
        }
    }

    /// <summary>Answers with JSON that nobody keeps.</summary>
    internal static Task WriteJsonAsync<T>(this HttpContext context, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return JsonSerializer.SerializeAsync(context.Response.Body, value, type, context.RequestAborted);
    }

    /// <summary>Answers with JSON of a protocol that is not ours.</summary>
    internal static async Task WriteJsonAsync(this HttpContext context, JsonNode value)
    {
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        using (var json = new Utf8JsonWriter(context.Response.BodyWriter))
        {
            value.WriteTo(json);
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private static string Shown(string where) => where.Length <= 100 && where.All(c => c is >= ' ' and <= '~') ? where : "$…";
}
