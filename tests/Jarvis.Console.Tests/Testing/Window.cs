using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Jarvis.Console.Tests.Testing;

/// <summary>A window of the browser, which remembers all that went wrong in it.</summary>
internal sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly Uri _server;

    internal Window(IBrowserContext context, IPage page, Uri server)
    {
        (_context, Page, _server) = (context, page, server);
        Watch(page);
    }

    internal IPage Page { get; }

    /// <summary>Errors of scripts, breaches of the security policy, and requests to elsewhere.</summary>
    internal IReadOnlyCollection<string> Faults => _faults;

    internal async Task<IPage> OpenTabAsync(string address)
    {
        var page = await _context.NewPageAsync();
        Watch(page);
        await page.GotoAsync(address);
        return page;
    }

    /// <summary>Waits until a page is at an address, also where it is there already: a page that goes on without being loaded anew is loaded no more.</summary>
    /// <param name="page">The page.</param>
    /// <param name="address">The end of the address; <c>*</c> stands for anything without a slash.</param>
    internal static Task AtAsync(IPage page, string address) =>
        Assertions.Expect(page).ToHaveURLAsync(new Regex(Regex.Escape(address.Replace("**", "", StringComparison.Ordinal)).Replace("\\*", "[^/]*", StringComparison.Ordinal) + "$"));

    internal async Task PictureAsync(string name, bool whole = false)
    {
        await Page.ScreenshotAsync(new() { Path = Path.Combine(Place.Pictures, $"{name}.png"), FullPage = whole });
    }

    /// <summary>Waits until what is on the page answers to its user.</summary>
    internal async Task GoAsync(string address)
    {
        await Page.GotoAsync(address);
        await ReadyAsync();
    }

    internal async Task ReadyAsync()
    {
        await Page.WaitForFunctionAsync("() => document.querySelector('.shell[data-live=true]') !== null && [...document.querySelectorAll('form[data-composer]')].every(form => form.dataset.ready === 'true')");
    }

    /// <summary>Asks as a user does.</summary>
    internal async Task AskAsync(string text, params string[] files)
    {
        if (files.Length > 0)
        {
            await Page.Locator("form[data-composer] input[type=file]").SetInputFilesAsync(files);
            await Assertions.Expect(Page.Locator("form[data-composer] .files li.sent")).ToHaveCountAsync(files.Length);
        }

        await Page.Locator("#request").FillAsync(text);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
    }

    /// <summary>What a checker of accessibility finds.</summary>
    internal async Task<IEnumerable<string>> AxeAsync()
    {
        var found = await Page.RunAxe();
        return found.Violations.Select(violation => $"{violation.Id} ({violation.Impact}): {violation.Help}; {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}");
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private void Watch(IPage page)
    {
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !message.Text.Contains("WebSocket", StringComparison.Ordinal))
            {
                _faults.Enqueue($"{message.Type}: {message.Text} ({message.Location})");
            }
        };
        page.PageError += (_, error) => _faults.Enqueue($"script: {error}");
        page.Dialog += (_, dialog) =>
        {
            _faults.Enqueue($"dialog: {dialog.Message}");
            _ = dialog.DismissAsync();
        };
        page.Request += (_, request) =>
        {
            var address = new Uri(request.Url);
            if (address.Scheme is "http" or "https" or "ws" or "wss" && address.Authority != _server.Authority)
            {
                _faults.Enqueue($"request to {address}");
            }
        };
    }
}
