namespace Jarvis.Conformance.Hosts;

/// <summary>A host under test, until it is disposed.</summary>
public interface IRunningHost : IAsyncDisposable
{
    /// <summary>The host as an app sees it.</summary>
    IJarvis Jarvis { get; }
}
