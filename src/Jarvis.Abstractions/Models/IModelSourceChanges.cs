namespace Jarvis.Models;

/// <summary>What a source may be besides: one whose models change while a host runs.</summary>
public interface IModelSourceChanges
{
    /// <summary>Begins to tell of changes.</summary>
    /// <param name="changed">Called after each, on any thread; it returns at once. The catalog then asks the source again.</param>
    /// <returns>Ends it; null where nothing is watched.</returns>
    IDisposable? Watch(Action changed);
}
