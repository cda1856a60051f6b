namespace Jarvis.Gateway.Console.Turns;

/// <summary>By what a page tells its list of conversations that it is another by now.</summary>
internal sealed class ListSignal
{
    internal event Action? Changed;

    /// <summary>The conversation that the page shows, with how many of its turns are open: it hears of that before a list does. Null for none.</summary>
    internal (string Conversation, int Open)? Seen { get; private set; }

    internal void Raise(string conversation, int open)
    {
        Seen = (conversation, open);
        Changed?.Invoke();
    }
}
