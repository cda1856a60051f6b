using Jarvis.Errors;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.Errors;

/// <summary>Says which part of a request an error is of.</summary>
internal static class FaultExtensions
{
    /// <summary>The error, told of a member of the request.</summary>
    internal static JarvisException Fault(this HttpContext context, string member, JarvisException error)
    {
        context.Features.Set(FieldErrors.Of(member, error.Message));
        return error;
    }
}
