using Jarvis.Errors;
using Jarvis.Gateway.Http;
using Jarvis.Gateway.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Jarvis.Gateway.Limits;

/// <summary>Bounds how many bodies with files inside of them a caller sends at once: each is in memory until it is read to its end. Thread-safe.</summary>
/// <param name="options">How many, and how long they may be.</param>
internal sealed class InlineBodies(IOptions<GatewayOptions> options)
{
    private static readonly TimeSpan ComeAgain = TimeSpan.FromSeconds(1);

    private readonly CallerSlots _slots = new(options.Value.MaxInlineBodies, () => Error.Overloaded(
        $"{options.Value.MaxInlineBodies:N0} long requests of this key are being read, the most that there may be; wait a moment, or upload the files and name them.", ComeAgain));

    /// <summary>Lets a body be as long as one with files may be, and takes a slot for one that is longer than others, or does not say; until what is returned is disposed.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.Overloaded"/>.</exception>
    internal IDisposable? Open(HttpContext context)
    {
        context.Limit(options.Value.MaxInlineLength);
        return context.Request.ContentLength <= options.Value.MaxBodyLength ? null : _slots.Take(context.Caller());
    }
}
