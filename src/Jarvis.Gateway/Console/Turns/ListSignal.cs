namespace Jarvis.Gateway.Console.Turns;

/// <summary>By what a page tells its list of conversations that it is another by now.</summary>
internal sealed class ListSignal
{
    internal event Action? Changed;

    /// <summary>The conversation that the page shows, with how many of its turns are open: it hears of that before a list does. Null for none.</summary>
    internal (string Conversation, int Open)? Seen { get; private set; }

    /// <summary>The page shows it no more: what the list says of it counts again, and who goes elsewhere has the list read anew.</summary>
    internal void Leave(string conversation)
    {
        if (Seen?.Conversation == conversation)
        {
            Seen = null;
        }
    }

    internal void Raise(string conversation, int open)
    {
        Seen = (conversation, open);
        Changed?.Invoke();
    }
}
