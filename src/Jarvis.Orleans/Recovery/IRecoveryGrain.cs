namespace Jarvis.Orleans;

/// <summary>Wakes open turns whose silo is gone. There is one in a cluster; its key is <see cref="Key"/>.</summary>
internal interface IRecoveryGrain : IGrainWithStringKey
{
    /// <summary>The one.</summary>
    const string Key = "all";

    /// <summary>Looks for open turns that nobody works on, and again after that if it is at it already. Does not wait for it.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    Task RecoverAsync(CancellationToken cancellationToken);
}
