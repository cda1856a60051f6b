using System.Net;
using Jarvis.Gateway.Errors;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.Console.Hosting;

/// <summary>Errors for who looks at a page: a page that says what to do, or the one to sign in at. All others get problem+json.</summary>
internal sealed class PageShape : IErrorShape
{
    internal static PageShape Instance { get; } = new();

    public Task WriteAsync(HttpContext context, RequestError error)
    {
        if (!context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            return ProblemShape.Instance.WriteAsync(context, error);
        }

        var response = context.Response;
        if (error.Status == StatusCodes.Status401Unauthorized && HttpMethods.IsGet(context.Request.Method))
        {
            response.Headers.Remove("WWW-Authenticate");
            response.StatusCode = StatusCodes.Status303SeeOther;
            response.Headers.Location = $"/sign-in?to={Uri.EscapeDataString(context.Request.Path + context.Request.QueryString)}";
            return Task.CompletedTask;
        }

        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = "default-src 'self'; frame-ancestors 'none'";
        var message = WebUtility.HtmlEncode(error.Error.Message);
        return response.WriteAsync(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{error.Status} · Jarvis</title>
            <link rel="stylesheet" href="/console/console.css"></head>
            <body class="plain"><main class="card narrow"><h1>That did not work</h1><p>{message}</p><p><a href="/">All conversations</a> · <a href="/sign-in">Sign in with a key</a></p></main></body>
            </html>
            """,
            context.RequestAborted);
    }
}
