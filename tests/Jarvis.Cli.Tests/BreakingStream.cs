namespace Jarvis.Cli.Tests;

/// <summary>Gives its bytes, then fails.</summary>
internal sealed class BreakingStream(byte[] bytes, IOException failure) : MemoryStream(bytes)
{
    public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
    {
        await base.CopyToAsync(destination, bufferSize, cancellationToken);
        throw failure;
    }
}
