using Jarvis.Errors;
using Jarvis.Tenancy;
using Microsoft.Extensions.Options;

namespace Jarvis.Gateway.Limits;

/// <summary>Bounds how many event streams and long polls a caller has at once. Thread-safe.</summary>
/// <param name="options">How many.</param>
internal sealed class StreamSlots(IOptions<GatewayOptions> options)
{
    private static readonly TimeSpan ComeAgain = TimeSpan.FromSeconds(5);

    private readonly CallerSlots _slots = new(options.Value.MaxEventStreams, () => Error.Overloaded(
        $"{options.Value.MaxEventStreams:N0} event streams of this key are open, the most that there may be; close some, or follow several turns of a conversation by one.", ComeAgain));

    /// <summary>Takes a slot until what is returned is disposed.</summary>
    /// <exception cref="JarvisException"><see cref="ErrorCode.Overloaded"/>.</exception>
    internal IDisposable Take(Caller caller) => _slots.Take(caller);
}
