namespace Jarvis.Gateway.Console.Turns;

/// <summary>By what a page tells its list of conversations that it is another by now.</summary>
internal sealed class ListSignal
{
    internal event Action? Changed;

    internal void Raise() => Changed?.Invoke();
}
