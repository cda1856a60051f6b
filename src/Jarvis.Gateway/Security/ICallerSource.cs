using Jarvis.Tenancy;
using Microsoft.AspNetCore.Http;

namespace Jarvis.Gateway.Security;

/// <summary>One way to know who calls. They are asked in the order in which they are registered.</summary>
public interface ICallerSource
{
    /// <summary>Who calls; null where this source cannot say.</summary>
    /// <param name="context">The request.</param>
    /// <exception cref="Jarvis.Errors.JarvisException">What came with the request is not good.</exception>
    ValueTask<Caller?> FindAsync(HttpContext context);
}
