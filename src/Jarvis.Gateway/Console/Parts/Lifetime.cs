namespace Jarvis.Gateway.Console.Parts;

/// <summary>
/// How long a part of a page is there. Its token may be asked for when it is over too, which that of a source may not: what a part waits for may come just when
/// it is taken away.
/// </summary>
internal sealed class Lifetime : IDisposable
{
    private readonly CancellationTokenSource _source = new();

    internal Lifetime() => Token = _source.Token;

    /// <summary>Cancelled when it is over.</summary>
    internal CancellationToken Token { get; }

    /// <summary>Ends it. Once.</summary>
    public void Dispose()
    {
        _source.Cancel();
        _source.Dispose();
    }
}
