namespace Jarvis.Models.Remote.Health;

/// <summary>The servers elsewhere that are configured, for who wants to know whether they work.</summary>
public interface IRemoteServers
{
    /// <summary>Calls each once, with its key, side by side; runs no model, so that nothing is paid.</summary>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <returns>What came of each, in the order of their settings.</returns>
    Task<IReadOnlyList<RemoteServerCheck>> CheckAsync(CancellationToken cancellationToken);
}
