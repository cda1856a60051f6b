namespace Jarvis.Chaos;

/// <summary>Something that goes wrong around the host for a while.</summary>
internal interface IDisturbance
{
    /// <summary>Lets it go wrong, until what it gives is disposed.</summary>
    /// <param name="folder">The folder of the host.</param>
    IDisposable Begin(string folder);
}
