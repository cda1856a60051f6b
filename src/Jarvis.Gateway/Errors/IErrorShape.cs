using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.Errors;

/// <summary>How the errors of a part of the API look: each protocol has its own.</summary>
public interface IErrorShape
{
    /// <summary>Writes an error's body and its media type. Status and the headers that all share are set already.</summary>
    /// <param name="context">The request.</param>
    /// <param name="error">What went wrong.</param>
    Task WriteAsync(HttpContext context, RequestError error);
}
