# Goes through the views of a window: hands out names, taps and the Enter key.
.class public final Lmock/Wiring;
.super Ljava/lang/Object;

.method public static wire(Landroid/view/View;Lmock/Page;)V
    .registers 5
    invoke-static {p0}, Lmock/Wiring;->name(Landroid/view/View;)V
    instance-of v0, p0, Landroid/widget/EditText;
    if-eqz v0, :no_field
    move-object v0, p0
    check-cast v0, Landroid/widget/EditText;
    invoke-virtual {v0, p1}, Landroid/widget/EditText;->setOnEditorActionListener(Landroid/widget/TextView$OnEditorActionListener;)V
    return-void
    :no_field
    instance-of v0, p0, Landroid/widget/AdapterView;
    if-eqz v0, :no_list
    move-object v0, p0
    check-cast v0, Landroid/widget/ListView;
    invoke-static {v0, p1}, Lmock/Wiring;->wireRows(Landroid/widget/ListView;Lmock/Page;)V
    return-void
    :no_list
    invoke-virtual {p0}, Landroid/view/View;->isClickable()Z
    move-result v0
    if-eqz v0, :no_tap
    invoke-virtual {p0, p1}, Landroid/view/View;->setOnClickListener(Landroid/view/View$OnClickListener;)V
    :no_tap
    instance-of v0, p0, Landroid/view/ViewGroup;
    if-eqz v0, :done
    move-object v0, p0
    check-cast v0, Landroid/view/ViewGroup;
    invoke-static {v0, p1}, Lmock/Wiring;->wireChildren(Landroid/view/ViewGroup;Lmock/Page;)V
    :done
    return-void
.end method

.method private static name(Landroid/view/View;)V
    .registers 3
    invoke-virtual {p0}, Landroid/view/View;->getTag()Ljava/lang/Object;
    move-result-object v0
    instance-of v1, v0, Ljava/lang/String;
    if-eqz v1, :done
    check-cast v0, Ljava/lang/String;
    new-instance v1, Lmock/Named;
    invoke-direct {v1, v0}, Lmock/Named;-><init>(Ljava/lang/String;)V
    invoke-virtual {p0, v1}, Landroid/view/View;->setAccessibilityDelegate(Landroid/view/View$AccessibilityDelegate;)V
    :done
    return-void
.end method

.method private static wireChildren(Landroid/view/ViewGroup;Lmock/Page;)V
    .registers 4
    invoke-virtual {p0}, Landroid/view/ViewGroup;->getChildCount()I
    move-result v0
    :next
    add-int/lit8 v0, v0, -0x1
    if-ltz v0, :done
    invoke-virtual {p0, v0}, Landroid/view/ViewGroup;->getChildAt(I)Landroid/view/View;
    move-result-object v1
    invoke-static {v1, p1}, Lmock/Wiring;->wire(Landroid/view/View;Lmock/Page;)V
    goto :next
    :done
    return-void
.end method

# The rows of a list are no children before it is laid out; its adapter has them all.
.method private static wireRows(Landroid/widget/ListView;Lmock/Page;)V
    .registers 6
    invoke-virtual {p0}, Landroid/widget/ListView;->getAdapter()Landroid/widget/ListAdapter;
    move-result-object v0
    invoke-interface {v0}, Landroid/widget/ListAdapter;->getCount()I
    move-result v1
    :next
    add-int/lit8 v1, v1, -0x1
    if-ltz v1, :done
    const/4 v2, 0x0
    invoke-interface {v0, v1, v2, p0}, Landroid/widget/ListAdapter;->getView(ILandroid/view/View;Landroid/view/ViewGroup;)Landroid/view/View;
    move-result-object v2
    invoke-static {v2, p1}, Lmock/Wiring;->wire(Landroid/view/View;Lmock/Page;)V
    goto :next
    :done
    return-void
.end method
